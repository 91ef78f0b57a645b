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
 * Tasks in host mode, which share the host's addresses: the kernel says which container has a port, the ECS agent which task has the container.
 * Of the least trust: between the datagram and the look a port may change hands, and whoever may open raw sockets can send from any. Owned by
 * one loop; scans on a worker.
 */
public final class HostModeTasks implements PortAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(HostModeTasks.class);
    /** What the claims name; a container in host mode is known by its id, and not by an address. */
    private static final InetAddress ANY = InetAddress.ofLiteral("0.0.0.0");

    private final Vertx vertx;
    private final SocketScan scan;
    private final ContainerTasks tasks;
    private boolean blind;

    public HostModeTasks(Vertx vertx, SocketScan scan, Introspection introspection, Verification verification,
            LongSupplier nanoClock) {
        this.vertx = vertx;
        this.scan = scan;
        this.tasks = new ContainerTasks("the kernel", Trust.C, introspection, verification, nanoClock);
    }

    @Override
    public Future<Found> look(Set<Integer> ports) {
        return vertx.executeBlocking(() -> scan.scan(ports), false)
                .map(scanned -> Objects.requireNonNull(scanned))
                .onSuccess(scanned -> tell(scanned.hidden()))
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

    private void tell(int hidden) {
        if (hidden > 0 && !blind) {
            LOG.warn(
                    "Identity source host may not look into {} processes, and what they send is refused: give the gateway's container pidMode host, the user root and the capability SYS_PTRACE",
                    hidden);
        }
        // a poll for no port says nothing about hidden processes
        blind |= hidden > 0;
    }
}
