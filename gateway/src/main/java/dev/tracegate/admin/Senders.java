package dev.tracegate.admin;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Who sends, and whose they are. Both answer any thread.
 *
 * @param workloads who has an address now
 * @param explain lines that say whose an address is, and why
 */
public record Senders(Supplier<List<WorkloadView>> workloads, Function<InetAddress, List<String>> explain) {}
