/** Rollouts that this server looks after: their files, and what happened in each. */
@NullMarked
package io.slipway.server.rollout;

import org.jspecify.annotations.NullMarked;
