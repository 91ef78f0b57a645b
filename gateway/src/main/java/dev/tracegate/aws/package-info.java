/**
 * AWS: the only packages that use its SDK. Segments go out here, sampling calls are relayed, and ECS is called for the tasks that exist.
 *
 * <p><b>In:</b> batches from {@code dispatch} (port {@code SegmentSink}), sampling calls from {@code ingest} (port {@code ApiHandler}),
 * task look-ups from {@code identity} (port {@code EcsTasks}). <b>Out:</b> HTTPS calls to X-Ray, STS, ECS, SSO and the metadata services.
 *
 * <p>Read {@link dev.tracegate.aws.AwsClients} first: it finds the Region and the endpoint and creates everything else.
 *
 * <ul>
 * <li>{@code settings}: what flags, files and environment variables say; the X-Ray endpoint.
 * <li>{@code http}: connections, forward proxy, trusted certificates, and the rules that distinguish a service's answer from a proxy's.
 * <li>{@code signing}: SigV4 signatures and the clock that corrects them.
 * <li>{@code credentials}: the sources of credentials, their refresh, and the roles assumed for tenants.
 * <li>{@code xray}: PutTraceSegments and PutTelemetryRecords without the SDK client, since that costs 2.4 times the CPU.
 * <li>{@code relay}: the SDKs' sampling calls, relayed or answered from the last good answer.
 * <li>{@code metadata}: the EC2 instance metadata service. {@code ecs}: DescribeTasks and task roles.
 * <li>{@code tenants}: one client for each tenant, with its Region, endpoint and credentials.
 * </ul>
 *
 * <p><b>Threads:</b> uploads and relayed calls run on the caller's event loop and never block it. STS, SSO, ECS and metadata calls block,
 * so they run on small worker pools and complete on the caller's loop. A single-tenant sidecar with keys from the environment makes no such
 * call after its start.
 */
@NullMarked
package dev.tracegate.aws;

import org.jspecify.annotations.NullMarked;
