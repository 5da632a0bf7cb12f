/** One SQL file of a project: its kind, header, identity and digests. */
@NullMarked
package io.slipway.release.script;

import org.jspecify.annotations.NullMarked;
