/**
 * Text that came from outside the process: cut to a length, and shown without characters that a terminal or a log reader acts on. Pure: no
 * input or output, no clock. Read {@link dev.tracegate.text.VisibleText} first; {@link dev.tracegate.text.ReplyText} bounds the codes,
 * messages and ids of another service.
 */
@org.jspecify.annotations.NullMarked
package dev.tracegate.text;
