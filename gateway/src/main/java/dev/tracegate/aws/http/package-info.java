/**
 * HTTP calls to AWS. {@code Transport} holds the connections, with their forward proxy and trusted certificates; {@code HttpCaller} makes a
 * call on an event loop; {@code SdkHttpOverTransport} lets the SDK's blocking clients use the same connections; {@code Provenance} tells a
 * service's own answer from a proxy's. Read {@code HttpCaller} first.
 */
@NullMarked
package dev.tracegate.aws.http;

import org.jspecify.annotations.NullMarked;
