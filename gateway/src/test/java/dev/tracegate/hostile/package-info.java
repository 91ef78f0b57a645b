/** Attacks on a whole gateway process: from callers of its ports, and by responses to its own calls. */
package dev.tracegate.hostile;
