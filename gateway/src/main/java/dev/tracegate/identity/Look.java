package dev.tracegate.identity;

import java.net.InetAddress;
import java.util.Map;

/**
 * What all sources together said at one time.
 *
 * @param whole whether every source could look; where not, an address that is missing may be somebody's
 */
record Look(Map<InetAddress, Answer> answers, boolean whole) {}
