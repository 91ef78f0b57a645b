package dev.tracegate.config.tenants;

import dev.tracegate.config.schema.ConfigSource;
import dev.tracegate.config.schema.ConfigSources;
import dev.tracegate.config.schema.Problems;
import dev.tracegate.config.schema.SettingsCatalog;
import dev.tracegate.config.yaml.YamlDocument;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantCredentials;
import dev.tracegate.text.HostPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads the file's list of tenants. */
public final class TenantsFile {

    private TenantsFile() {}

    /**
     * Reads the list.
     *
     * @param origin {@code tenants (line 3)}
     * @return the tenants that could be read; valid only if no problem was added
     */
    public static List<Tenant> read(Node value, String origin, Problems problems) {
        var tenants = new ArrayList<Tenant>();
        if (value instanceof SequenceNode list) {
            var claims = new Claims(problems);
            int index = 0;
            for (var entry : list.getValue()) {
                var path = TenantKeys.LIST + "[" + index++ + "]";
                var place = path + " (line " + YamlDocument.line(entry) + ")";
                if (entry instanceof MappingNode mapping) {
                    new TenantEntry(path, claims, problems).read(mapping, place).ifPresent(tenants::add);
                } else {
                    problems.add(place, "must have keys of its own, such as id");
                }
            }
        } else if (!YamlDocument.isNull(value)) {
            problems.add(origin, "must be a list of tenants");
        }
        return tenants;
    }

    /** Adds a problem for each tenant with the port of {@code listen.udp}. */
    public static void checkPorts(List<Tenant> tenants, ConfigSources config, Problems problems) {
        HostPort udp = config.get(SettingsCatalog.UDP)
                .map(ConfigSource.ConfiguredValue::value)
                .orElseGet(() -> Objects.requireNonNull(SettingsCatalog.UDP.defaultValue()));
        tenants.stream()
                .filter(tenant -> tenant.ports().contains(udp.port()))
                .forEach(tenant -> problems.add("Port %d of tenant %s is also the port of listen.udp, %s"
                        .formatted(udp.port(), tenant.id(), udp)));
    }

    /**
     * Adds a problem for each tenant without a credential setting: in AWS mode its segments could not be sent.
     *
     * @param undecided whether the file may also be used in embedded mode
     */
    public static void checkAccess(List<Tenant> tenants, boolean undecided, Problems problems) {
        var otherwise = undecided ? "; or set sink: embedded" : "";
        tenants.stream()
                .filter(tenant -> tenant.access() instanceof TenantCredentials.Undeclared)
                .forEach(
                        tenant -> problems.add(("Tenant %s must have roleArn, taskRole or credentials: own in AWS mode;"
                                + " a tenant uses the gateway's own credentials only if configured so%s")
                                .formatted(tenant.id(), otherwise)));
    }
}
