/**
 * The gateway as a process, and an X-Ray that misbehaves: for each fault what became of every segment, by the gateway's books and by X-Ray's.
 */
@NullMarked
package dev.tracegate.faults;

import org.jspecify.annotations.NullMarked;
