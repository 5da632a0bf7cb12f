/** What was made of scenarios for a team: guides, demos, clips, handed in by who made them. */
@NullMarked
package io.slipway.server.scenario;

import org.jspecify.annotations.NullMarked;
