/** Attacks on a whole gateway process: by whoever reaches its ports, and by the answers to its own calls. */
package dev.tracegate.hostile;
