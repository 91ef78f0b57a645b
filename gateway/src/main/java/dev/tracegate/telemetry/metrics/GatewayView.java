package dev.tracegate.telemetry.metrics;

import dev.tracegate.ingest.tcp.SamplingAnswer;
import java.util.Collection;
import java.util.OptionalLong;

/** The process's counts and states. Methods may be called from any thread and do not block; values may be slightly out of date. */
public interface GatewayView {

    /**
     * One reading of every tenant, and of {@code unattributed} if it has counts. Each call allocates an object per count: call it once for
     * all values that are shown together.
     */
    Collection<? extends TenantView> tenants();

    /** Segments received or restored, minus all that the ledger accounts for. Anything but 0 is a bug. */
    long imbalance();

    /** Bytes of the memory budget in use. */
    long bufferBytes();

    /** The memory budget. */
    long bufferLimitBytes();

    /** Bytes of datagrams held until their sender is identified. */
    long heldBytes();

    /** Send limit in segments per second, derived from throttling; infinite without throttling. */
    double sendRateLimit();

    /** Number of tenants with rejected or missing credentials. */
    long refusedTenants();

    /**
     * Number of destinations that accept nothing although segments wait for them.
     *
     * @param reason one of {@link dev.tracegate.dispatch.StalledDestination#REASONS}
     */
    long stalledDestinations(String reason);

    /** Datagrams the kernel dropped because the socket's buffer was full; empty if the kernel does not report it. */
    OptionalLong kernelDrops();

    /** Kernel memory, in bytes, of the unread datagrams of a hung gateway that this one killed to take over; 0 if it killed none. */
    long predecessorUnreadBytes();

    /** Datagrams dropped by the sockets of that killed gateway since its start. */
    long predecessorDrops();

    CredentialsTag credentials();

    SpoolHealth spool();

    /** Size of the spool's file and its write-ahead log in bytes. */
    long spoolBytes();

    /** Upper bound of {@link #spoolBytes}; 0 without a spool. */
    long spoolLimitBytes();

    /** Batches in the spool. */
    long spoolBatches();

    /** Age of the oldest waiting batch in the spool; 0 if none waits. */
    long spoolOldestSeconds();

    /** Number of sampling calls from SDKs that had this origin of the answer. */
    long samplingCalls(SamplingAnswer answer);

    /** Calls on the TCP port that were answered 403. */
    long forbiddenCalls();
}
