/**
 * A sampling rule of X-Ray, the book of rules of all tenants or of one, and how each SDK matches a request against it. Read
 * {@link dev.tracegate.sampling.rule.RuleBook} first, then {@link dev.tracegate.sampling.rule.RuleMatcher}. Everything here is immutable.
 */
@NullMarked
package dev.tracegate.sampling.rule;

import org.jspecify.annotations.NullMarked;
