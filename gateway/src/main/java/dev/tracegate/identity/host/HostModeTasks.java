package dev.tracegate.identity.host;

import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.Verification;
import dev.tracegate.identity.agent.Introspection;
import dev.tracegate.identity.bridge.ContainerTasks;
import dev.tracegate.identity.proc.PortOwner;
import dev.tracegate.identity.proc.SocketScan;
import dev.tracegate.tenant.Trust;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks in host mode, which share the host's addresses: the kernel shows which container has a port, the ECS agent which task has the container.
 * The lowest trust: a port may get another owner between the datagram and the poll, and a process with raw sockets can send from any port. Owned by
 * one loop; scans on a worker.
 */
public final class HostModeTasks implements PortAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(HostModeTasks.class);
    /** The address in the claims: a container in host mode is identified by its id, not by an address. */
    private static final InetAddress ANY = InetAddress.ofLiteral("0.0.0.0");

    private final Vertx vertx;
    private final SocketScan scan;
    private final ContainerTasks tasks;
    private boolean warned;

    public HostModeTasks(Vertx vertx, SocketScan scan, Introspection introspection, Verification verification,
            LongSupplier nanoClock) {
        this.vertx = vertx;
        this.scan = scan;
        this.tasks = new ContainerTasks("the kernel", Trust.C, introspection, verification, nanoClock);
    }

    @Override
    public Future<Found> poll(Set<Integer> ports) {
        return vertx.executeBlocking(() -> scan.scan(ports), false)
                .map(scanned -> Objects.requireNonNull(scanned))
                .onSuccess(scanned -> warnOfHidden(scanned.hidden()))
                .compose(scanned -> scanned.owners().isEmpty()
                        ? Future.succeededFuture(new Found(scanned.own(), Map.of()))
                        : tasks.listed().map(agent -> new Found(scanned.own(), answers(scanned.owners(), agent))));
    }

    private static Map<Integer, OwnershipFinding> answers(Map<Integer, PortOwner> owners, ContainerTasks.Listed agent) {
        var answers = new HashMap<Integer, OwnershipFinding>();
        owners.forEach((port, owner) -> answers.put(port, switch (owner) {
            case PortOwner.Container(var container) -> agent.of(container, ANY);
            case PortOwner.Nobody(var why) -> new OwnershipFinding.Unknown(why);
            case PortOwner.Several(var why) -> new OwnershipFinding.Ambiguous(why);
        }));
        agent.poll();
        return answers;
    }

    private void warnOfHidden(int hidden) {
        if (hidden > 0 && !warned) {
            LOG.warn(
                    "Identity source host has no access to {} processes, and refuses what they send: give the gateway's container pidMode host, the user root and the capability SYS_PTRACE",
                    hidden);
        }
        warned |= hidden > 0; // a poll without ports scans no processes
    }
}
