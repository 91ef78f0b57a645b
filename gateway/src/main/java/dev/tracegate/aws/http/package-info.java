/**
 * HTTP calls to AWS. {@code Transport} holds two of the gateway's event-loop clients ({@link dev.tracegate.http.HttpCaller}) with forward proxy and
 * trusted certificates; {@code SdkHttpOverTransport} lets the SDK's blocking clients use the same connections; {@code Provenance} distinguishes a
 * service's own answer from a proxy's. Read {@code Transport} first.
 */
@NullMarked
package dev.tracegate.aws.http;

import org.jspecify.annotations.NullMarked;
