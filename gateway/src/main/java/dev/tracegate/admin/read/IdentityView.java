package dev.tracegate.admin.read;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The known senders. Both functions may be called on any thread.
 *
 * @param workloads the current owners of addresses
 * @param explain the tenant of an address and the evidence, as lines of text; port 0 means none
 */
public record IdentityView(Supplier<List<WorkloadView>> workloads, Function<InetSocketAddress, List<String>> explain) {}
