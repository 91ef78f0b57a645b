/** Opens the rule books that the settings name. Read {@link dev.tracegate.app.rules.SamplingRules} first. */
@NullMarked
package dev.tracegate.app.rules;

import org.jspecify.annotations.NullMarked;
