/**
 * Real clients against the real distribution: the gateway is started as a process, programs written with the X-Ray SDKs send to it,
 * and what they sent is read back with the AWS CLI and the AWS SDKs.
 */
@NullMarked
package dev.tracegate.interop;

import org.jspecify.annotations.NullMarked;
