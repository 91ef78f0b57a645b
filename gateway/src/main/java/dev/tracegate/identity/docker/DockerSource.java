package dev.tracegate.identity.docker;

import dev.tracegate.identity.IdentitySource;
import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.Verification;
import dev.tracegate.identity.agent.Introspection;
import dev.tracegate.identity.agent.JsonHttp;
import dev.tracegate.identity.bridge.BridgeTasks;
import dev.tracegate.identity.proc.ProcSource;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Tasks on Docker's bridge for a gateway that cannot see the host's processes: Docker reports which container has an address, the ECS agent which
 * task has the container. The trust is that of {@link ProcSource}, for the same reason. Owned by one loop.
 */
public final class DockerSource implements IdentitySource {
    private final DockerList list;
    private final BridgeTasks tasks;

    /** @param socket of Docker's API, or better of a proxy that allows only {@code GET /containers/json} */
    public DockerSource(JsonHttp http, Path socket, Introspection introspection, Verification verification,
            LongSupplier nanoClock) {
        this.list = new DockerList(http, socket);
        this.tasks = new BridgeTasks("Docker", introspection, verification, nanoClock);
    }

    @Override
    public String name() {
        return "docker";
    }

    @Override
    public Future<Map<InetAddress, OwnershipFinding>> poll() {
        return list.poll().compose(tasks::of);
    }
}
