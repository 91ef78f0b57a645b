/**
 * Text from outside the process: shortened, and shown without characters that a terminal or a log reader acts on. Pure: no input or output,
 * no clock. Read {@link dev.tracegate.text.VisibleText} first; {@link dev.tracegate.text.ReplyText} bounds another service's codes,
 * messages and ids; {@link dev.tracegate.text.HostPort} is an address as users write it.
 */
@org.jspecify.annotations.NullMarked
package dev.tracegate.text;
