/** Reads files of sampling rules. Read {@link dev.tracegate.config.rules.RulesFile} first. */
@NullMarked
package dev.tracegate.config.rules;

import org.jspecify.annotations.NullMarked;
