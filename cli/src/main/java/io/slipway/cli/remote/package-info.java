/** The verbs done by a Slipway server, over its API. */
@NullMarked
package io.slipway.cli.remote;

import org.jspecify.annotations.NullMarked;
