package dev.tracegate.sampling.client;

import dev.tracegate.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The clients at one source address of a tenant, at one moment. An address is one ECS task where tasks have their own; on a host's bridge
 * network several tasks may share one. Ages are seconds.
 *
 * @param agents the last User-Agents, the latest last
 * @param clientIds ids that reported within the last {@value Polling#SECONDS} s; {@value Client#CLIENT_IDS} stands for that many or more
 * @param rulesAge since the last call for rules; empty if there was none
 * @param reportAge since the last report; empty if there was none
 * @param rules names in reports, the last {@value Client#RULES}
 * @param sdks versions by {@code aws.xray.sdk}, as the root segments say it
 * @param rootAge since the last root segment; empty if there was none
 */
public record ClientView(TenantId tenant, String source, List<ClientAgent> agents, int clientIds, OptionalLong rulesAge,
        OptionalLong reportAge, List<String> rules, Map<String, String> sdks, OptionalLong rootAge, Polling polling) {}
