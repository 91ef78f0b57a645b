package dev.tracegate.telemetry.metrics;

import dev.tracegate.ingest.tcp.SamplingAnswer;
import java.util.Collection;
import java.util.OptionalLong;

/** What the process counts, to be read. Read from any thread, without blocking; a value may be a moment old. */
public interface GatewayView {

    /**
     * A reading of every tenant there is, and of {@code unattributed} where it is used. It costs an object for each count: to be asked once for
     * all that is shown together.
     */
    Collection<? extends TenantView> tenants();

    /** Segments by which the books are off: anything but 0 is a bug. */
    long imbalance();

    /** Bytes of the memory budget in use. */
    long bufferBytes();

    /** The memory budget. */
    long bufferLimitBytes();

    /** Bytes of datagrams whose sender is not known yet. */
    long heldBytes();

    /** Segments a second that are sent at most, as learnt from throttles; infinite while no ceiling is known. */
    double sendRateLimit();

    /** Tenants whose credentials are refused or missing. */
    long refusedTenants();

    /**
     * Destinations that take nothing while segments wait for them.
     *
     * @param reason of {@link dev.tracegate.dispatch.StalledDestination#REASONS}
     */
    long stalledDestinations(String reason);

    /** Datagrams the kernel dropped because the socket's buffer was full; empty where the kernel does not say. */
    OptionalLong kernelDrops();

    /** Kernel memory of datagrams that a gateway had not read which this one killed to take over; 0 where it killed none. */
    long predecessorUnreadBytes();

    /** Datagrams that the sockets of that gateway dropped. */
    long predecessorDrops();

    CredentialsState credentials();

    SpoolHealth spool();

    /** Bytes of the spool's file and its log. */
    long spoolBytes();

    /** What they may come to; 0 where there is no spool. */
    long spoolLimitBytes();

    /** Batches in the spool. */
    long spoolBatches();

    /** How long the oldest batch that waits in the spool has been there; 0 where none waits. */
    long spoolOldestSeconds();

    /** Sampling calls of SDKs. */
    long samplingCalls(SamplingAnswer answer);

    /** Calls on the TCP port that were answered 403. */
    long forbiddenCalls();
}
