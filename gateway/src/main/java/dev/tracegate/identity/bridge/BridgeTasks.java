package dev.tracegate.identity.bridge;

import dev.tracegate.identity.BridgeContainer;
import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.Verification;
import dev.tracegate.identity.agent.Introspection;
import dev.tracegate.tenant.Trust;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** The tasks of containers on the bridge, by address. Owned by one loop. */
public final class BridgeTasks {
    private final ContainerTasks tasks;

    /** @param who lists the containers, for messages */
    public BridgeTasks(String who, Introspection introspection, Verification verification,
            LongSupplier nanoClock) {
        this.tasks = new ContainerTasks(who, Trust.B, introspection, verification, nanoClock);
    }

    public Future<Map<InetAddress, OwnershipFinding>> of(List<BridgeContainer> containers) {
        return tasks.listed().map(listed -> answers(containers, listed));
    }

    private static Map<InetAddress, OwnershipFinding> answers(List<BridgeContainer> containers,
            ContainerTasks.Listed listed) {
        var answers = new HashMap<InetAddress, OwnershipFinding>();
        for (var container : containers) {
            container.addresses()
                    .forEach(address -> answers.merge(address, listed.of(container, address), OwnershipFinding::and));
        }
        listed.poll();
        return answers;
    }
}
