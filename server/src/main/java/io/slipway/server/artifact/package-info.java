/** Taking artifacts in and handing them out. */
@NullMarked
package io.slipway.server.artifact;

import org.jspecify.annotations.NullMarked;
