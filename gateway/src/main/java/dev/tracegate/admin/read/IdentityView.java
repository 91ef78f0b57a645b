package dev.tracegate.admin.read;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Who sends, and whose they are. Both answer any thread.
 *
 * @param workloads who has an address now
 * @param explain lines that say whose an address is, and why; port 0 is no port
 */
public record IdentityView(Supplier<List<WorkloadView>> workloads, Function<InetSocketAddress, List<String>> explain) {}
