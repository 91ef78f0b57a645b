/**
 * Resolves the sender of a datagram or a call to an ECS task, and the task to an owner of the caller's choice. Fails closed: a sender that is not
 * proven to be one task's is refused.
 *
 * <p>What comes in: addresses of senders ({@link dev.tracegate.identity.AddressResolver#resolve}), and findings of the sources, which are polled
 * about once a second: {@code identity.agent} (the ECS agent's task list), {@code identity.proc} and {@code identity.docker} (containers on the
 * bridge, matched in {@code identity.bridge}), {@code identity.sidecar} (the own task). {@code identity.host} resolves senders at the host's own
 * addresses by their port.
 *
 * <p>What goes out: a {@link dev.tracegate.identity.Resolution} for each sender: its owner, a reason for refusal, or a pending one that ends within
 * the hold time. Views for {@code /v1/workloads} and {@code /v1/explain}, and a line in the log for each change of an owner.
 *
 * <p>Read {@link dev.tracegate.identity.AddressResolver} first, then {@link dev.tracegate.identity.OwnershipFinding}, the findings a source can
 * have, and {@link dev.tracegate.identity.Verification}: what a source reports is a {@link dev.tracegate.identity.Claim} until
 * {@code identity.ecs} has confirmed it with the ECS API. ADR 4 and ADR 10 have the reasons.
 *
 * <p>Threads: one loop owns the resolvers and the sources. Blocking reads of /proc run on worker threads, HTTP calls on the loop. Only the views may
 * be read from any thread.
 */
@NullMarked
package dev.tracegate.identity;

import org.jspecify.annotations.NullMarked;
