/** The projects that the server looks after. */
@NullMarked
package io.slipway.server.project;

import org.jspecify.annotations.NullMarked;
