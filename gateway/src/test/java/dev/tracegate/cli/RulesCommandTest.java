package dev.tracegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.config.load.ProcessEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesCommandTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        write("rules.json",
                """
                        {"SamplingRules": [
                          {"RuleName": "health", "Priority": 1, "FixedRate": 0, "ReservoirSize": 0, "ServiceName": "*", "ServiceType": "*",
                           "Host": "*", "HTTPMethod": "*", "URLPath": "/health", "ResourceARN": "*"},
                          {"RuleName": "shop", "Priority": 2, "FixedRate": 0.075, "ReservoirSize": 3, "ServiceName": "shop", "ServiceType": "*",
                           "Host": "*.example", "HTTPMethod": "*", "URLPath": "*", "ResourceARN": "*"}],
                         "Tenants": {"t1": {"SamplingRules": [
                          {"RuleName": "health", "Priority": 9, "FixedRate": 1, "ReservoirSize": 0, "ServiceName": "*", "ServiceType": "*",
                           "Host": "*", "HTTPMethod": "*", "URLPath": "/health", "ResourceARN": "*"}]}}}""");
        write("segments.jsonl",
                """
                        {"format": "json", "version": 1}
                        {"name": "shop", "id": "1", "http": {"request": {"method": "GET", "url": "http://www.example:8080/health?x=1"}}}

                        {"name": "shop", "http": {"request": {"method": "GET", "url": "http://www.example/orders"}}}
                        {"name": "batch"}
                        """);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private Invocation.Print run(String... arguments) {
        var environment = new ProcessEnvironment("tracegate", Map.of(), folder, folder);
        return (Invocation.Print) new CommandLine("1", environment).interpret(List.of(arguments));
    }

    @Test
    void says_for_each_segment_which_rule_decides_and_why_the_rules_before_do_not() {
        var print = run("rules", "test", "rules.json", "--segments", "segments.jsonl", "--client", "xray-java");

        assertThat(print.text()).isEqualTo("""
                line 2 shop GET http://www.example:8080/health?x=1: rule "health" (priority 1): 0 a second, then 0 %
                line 4 shop GET http://www.example/orders: rule "shop" (priority 2): 3 a second, then 7.5 %
                  not "health": URLPath "/health" does not match "/orders"
                line 5 batch - -: rule "Default" (priority 10000): 1 a second, then 5 %
                  not "health": URLPath "/health" does not match a request without it
                  not "shop": ServiceName "shop" does not match "batch"
                """);
    }

    @Test
    void the_sdks_differ_where_the_request_lacks_a_member() {
        assertThat(run("rules", "test", "rules.json", "--segments", "segments.jsonl").text())
                .contains("line 5 batch - -: rule \"health\"");
    }

    @Test
    void a_tenants_rules_are_tested_over_those_for_all() {
        assertThat(run("rules", "test", "rules.json", "--segments", "segments.jsonl", "--tenant", "t1").text())
                .startsWith("line 2 shop GET http://www.example:8080/health?x=1: rule \"health\" (priority 9)");
    }

    @Test
    void segments_may_be_a_json_array() throws IOException {
        write("segments.json",
                "[{\"name\": \"shop\", \"http\": {\"request\": {\"url\": \"http://a.example/health\"}}}]");

        assertThat(run("rules", "test", "rules.json", "--segments", "segments.json").text())
                .isEqualTo("[0] shop - http://a.example/health: rule \"health\" (priority 1): 0 a second, then 0 %\n");
    }

    @Test
    void a_file_that_cannot_be_used_is_named_and_the_exit_code_is_2() throws IOException {
        write("bad.json", "{\"SamplingRules\": [{\"RuleName\": \"a\"}]}");
        write("bad.jsonl", "{}\n[]\n");

        assertThat(run("rules", "test", "bad.json", "--segments", "segments.jsonl")).isEqualTo(new Invocation.Print(
                "sampling rules " + folder.resolve("bad.json") + ": SamplingRules[0].Priority: is missing\n", 2));
        assertThat(run("rules", "test", "rules.json", "--segments", "none").text())
                .endsWith("none: there is no such file\n");
        assertThat(run("rules", "test", "rules.json", "--segments", "bad.jsonl").text())
                .contains("bad.jsonl: line 2 is not a JSON object");
    }

    @Test
    void warnings_come_first() throws IOException {
        write("never.json",
                """
                        {"SamplingRules": [{"RuleName": "a", "Priority": 1, "FixedRate": 0, "ReservoirSize": 0, "ServiceName": "*",
                         "ServiceType": "*", "Host": "*", "HTTPMethod": "*", "URLPath": "health", "ResourceARN": "*"}]}""");

        assertThat(run("rules", "test", "never.json", "--segments", "segments.jsonl").text()).startsWith(
                "warning: rule \"a\" never matches: URLPath \"health\" does not begin with /, and every path does\n");
    }
}
