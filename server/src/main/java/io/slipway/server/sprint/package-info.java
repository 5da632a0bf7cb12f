/** Sprints that are kept elsewhere: calendars under a URL, and boards of Jira. */
@NullMarked
package io.slipway.server.sprint;

import org.jspecify.annotations.NullMarked;
