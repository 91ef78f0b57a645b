package dev.tracegate.config.schema;

import dev.tracegate.cli.UsageText;
import dev.tracegate.config.tenants.TenantKeys;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Generates the example file, the JSON Schema and the tables of the documentation from the catalog of settings. */
final class GeneratedDocs {
    /** Example tenants with every key, commented out so that the list is empty. */
    private static final String TENANT = """
            #  - id: orders
            #    match:
            #      - {cluster: prod, service: orders}
            #      - {cluster: prod, tag: {key: team, value: orders}}
            #    roleArn: arn:aws:iam::111122223333:role/xray-gateway/orders
            #    externalId: 5b1f6a2e-orders
            #    sessionTags: true
            #    sourceIdentity: true
            #    sessionPolicy: true
            #    region: eu-west-1
            #    limits: {segmentsPerSecond: 500, bytesPerSecond: 1MiB, queueBytes: 4MiB, weight: 2}
            #  - id: apps
            #    match: [{cluster: prod, family: app}]
            #    taskRole: {allow: [{account: "111122223333", pathPrefix: /apps/}]}
            #  - id: tools
            #    sources: [10.0.1.0/24, "fd00::/64"]
            #    ports: [2001]
            #    credentials: own
            #    spool: false
            #    keepRate: 0.1
            """;

    private GeneratedDocs() {}

    static String example() {
        var out = new StringBuilder(
                """
                        # Every setting of Tracegate, with its default. Where nothing stands behind the colon, the default depends on other things;
                        # docs/configuration.md says on which. Start with: tracegate -c tracegate.yaml. Check with: tracegate check-config tracegate.yaml.
                        # Each key is an environment variable too, such as TRACEGATE_UPLOAD_BATCH_SEGMENTS, which comes before this file.
                        # yaml-language-server: $schema=tracegate.schema.json
                        """);
        var section = "";
        for (var key : SettingsCatalog.all()) {
            var own = key.section().orElse("");
            if (!own.equals(section)) {
                out.append("\n").append(own).append(":\n");
                section = own;
            }
            var indent = own.isEmpty() ? "" : "  ";
            out.append(indent).append("# ").append(key.meaning().replace("`", "")).append("\n");
            out.append(indent).append("# ").append(key.kind().description().replace("`", ""));
            out.append(key.defaultValue() == null ? "; default: " + key.defaultText().replaceAll("[`*]", "") : "")
                    .append("\n");
            out.append(indent).append((key.name() + ": " + standard(key)).strip()).append("\n");
        }
        return out.append("\n# ")
                .append(TenantKeys.MEANING)
                .append("\n")
                .append(TenantKeys.LIST)
                .append(":\n")
                .append(TENANT)
                .toString();
    }

    private static String standard(Key<?> key) {
        return key.defaultValue() == null || key.defaultText().equals("none") ? "" : key.defaultText().replace("`", "");
    }

    static String schema() {
        var root = new JsonObject().put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", "Tracegate")
                .put("type", "object")
                .put("additionalProperties", false);
        var properties = properties(SettingsCatalog.all()).put(TenantKeys.LIST, tenants());
        return root.put("properties", properties).encodePrettily() + "\n";
    }

    private static JsonObject tenants() {
        var tenant = new JsonObject().put("type", "object")
                .put("additionalProperties", false)
                .put("required", new JsonArray().add(TenantKeys.ID.path()))
                .put("properties", properties(TenantKeys.all()));
        return new JsonObject().put("description", TenantKeys.MEANING)
                .put("type", new JsonArray(List.of("array", "null")))
                .put("items", tenant);
    }

    private static JsonObject properties(List<Key<?>> keys) {
        var properties = new JsonObject();
        for (var key : keys) {
            var into = key.section().map(section -> properties(properties, section)).orElse(properties);
            into.put(key.name(), TenantKeys.isList(key) ? listOf(schema(key)) : schema(key));
        }
        return properties;
    }

    private static JsonObject listOf(JsonObject element) {
        return new JsonObject().put("description", element.remove("description"))
                .put("type", new JsonArray(List.of("array", "null")))
                .put("items", element.getJsonArray("anyOf").getJsonObject(0));
    }

    private static JsonObject properties(JsonObject all, String section) {
        if (!all.containsKey(section)) {
            all.put(section, new JsonObject().put("type", new JsonArray(List.of("object", "null")))
                    .put("additionalProperties", false)
                    .put("properties", new JsonObject()));
        }
        return all.getJsonObject(section).getJsonObject("properties");
    }

    private static JsonObject schema(Key<?> key) {
        var schema = new JsonObject().put("description", key.meaning().replace("`", ""));
        var value = new JsonObject();
        // sorted, because the iteration order of Map.of differs in each JVM
        new TreeMap<>(key.kind().schema()).forEach(value::put);
        // an empty value in the file means the default for every kind
        var nullable = new JsonArray().add(value).add(new JsonObject().put("type", "null"));
        if (value.getValue("type") instanceof List<?> types && types.contains("null")) {
            schema.mergeIn(value);
        } else {
            schema.put("anyOf", nullable);
        }
        if (key.defaultValue() != null) {
            schema.put("default", switch (key.defaultValue()) {
                case Integer number -> number;
                case Boolean bool -> bool;
                default -> standard(key);
            });
        }
        return schema;
    }

    static String keys() {
        return "| key | variable | value | default | meaning |\n|---|---|---|---|---|\n" + SettingsCatalog.all()
                .stream()
                .map(key -> "| `%s` | `%s` | %s | %s | %s |\n".formatted(key.path(), key.variable(),
                        key.kind().description(),
                        key.defaultText(), key.meaning()))
                .collect(Collectors.joining());
    }

    static String tenantKeys() {
        return "| key | value | default | meaning |\n|---|---|---|---|\n" + TenantKeys.all()
                .stream()
                .map(key -> "| `%s` | %s%s | %s | %s |\n".formatted(key.path(),
                        TenantKeys.isList(key) ? "a list: " : "", key.kind().description(), key.defaultText(),
                        key.meaning()))
                .collect(Collectors.joining());
    }

    static String flags() {
        return "```\n" + UsageText.TEXT + "```\n";
    }
}
