package dev.tracegate.identity;

import java.net.InetAddress;
import java.util.Map;

/**
 * The findings of all identity sources at one time.
 *
 * @param current true if every source answered this poll; if false, an absent address proves nothing
 * @param whole true if the findings cover every sender; if false, an absent address may belong to a task
 */
record PollResult(Map<InetAddress, OwnershipFinding> findings, boolean current, boolean whole) {}
