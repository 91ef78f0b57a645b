/**
 * The samplers of the X-Ray SDKs and of OpenTelemetry as clients of the gateway: which rule they say a request matches, what they need in
 * an answer, and how soon they do what a changed rule says. {@link dev.tracegate.interop.sampling.SamplingSdk} lists them; their
 * programs are in {@code gateway/src/test/clients}.
 */
@NullMarked
package dev.tracegate.interop.sampling;

import org.jspecify.annotations.NullMarked;
