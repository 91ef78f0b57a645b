package dev.tracegate.identity.proc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelfChecksTest {
    @TempDir
    private Path root;

    @ParameterizedTest
    @CsvSource({"0,0,true", "0,1,false", "1,0,false", "1,1,false", "2,1,true", "0,2,true"})
    void T2_a_bridge_without_source_address_filter_causes_a_warning_with_the_remedy(int all, int own, boolean warned)
            throws IOException {
        Files.createDirectories(root.resolve("sys/class/net/docker0/bridge"));
        Files.createDirectories(root.resolve("sys/class/net/eth0"));
        rpFilter("all", all);
        rpFilter("docker0", own);

        var warnings = new SelfChecks(root).warnings();

        if (warned) {
            assertThat(warnings).singleElement().asString().contains("sysctl -w net.ipv4.conf.docker0.rp_filter=1");
        } else {
            assertThat(warnings).isEmpty();
        }
    }

    @Test
    void the_network_of_a_managed_instance_daemon_causes_a_warning() throws IOException {
        Files.createDirectories(root.resolve("proc/self/net"));
        Files.writeString(root.resolve("proc/self/net/fib_trie"), "   |-- 169.254.172.2\n      /32 host LOCAL\n");

        assertThat(new SelfChecks(root).warnings()).singleElement().asString().contains("managed instance", "sidecar");
    }

    @Test
    void a_host_without_readable_files_causes_no_warning() {
        assertThat(new SelfChecks(root).warnings()).isEmpty();
    }

    private void rpFilter(String name, int value) throws IOException {
        var folder = Files.createDirectories(root.resolve("proc/sys/net/ipv4/conf").resolve(name));
        Files.writeString(folder.resolve("rp_filter"), value + "\n");
    }
}
