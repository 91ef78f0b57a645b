package dev.tracegate.identity;

import java.net.InetAddress;
import java.util.Map;

/**
 * The findings of all identity sources at one time.
 *
 * @param current whether it is the word of now of every source; where not, it proves nothing
 * @param whole whether it is of everybody; where not, an address that is missing may be somebody's
 */
record PollResult(Map<InetAddress, OwnershipFinding> answers, boolean current, boolean whole) {}
