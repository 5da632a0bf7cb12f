/** What a server does by itself, again and again. */
@NullMarked
package io.slipway.server.job;

import org.jspecify.annotations.NullMarked;
