package dev.tracegate.identity.proc;

import dev.tracegate.identity.IdentitySource;
import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.Verification;
import dev.tracegate.identity.agent.Introspection;
import dev.tracegate.identity.bridge.BridgeTasks;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Tasks on Docker's bridge: the kernel shows which container has an address, the ECS agent which task has the container. A container on the
 * bridge with raw sockets (Docker's default) can use the address of another, so the trust is B. Owned by one loop; scans on a worker.
 */
public final class ProcSource implements IdentitySource {
    private final Vertx vertx;
    private final ProcScan scan;
    private final BridgeTasks tasks;

    public ProcSource(Vertx vertx, ProcScan scan, Introspection introspection, Verification verification,
            LongSupplier nanoClock) {
        this.vertx = vertx;
        this.scan = scan;
        this.tasks = new BridgeTasks("the kernel", introspection, verification, nanoClock);
    }

    @Override
    public String name() {
        return "proc";
    }

    @Override
    public Future<Map<InetAddress, OwnershipFinding>> poll() {
        return vertx.executeBlocking(scan::containers, false)
                .map(containers -> Objects.requireNonNull(containers))
                .compose(tasks::of);
    }
}
