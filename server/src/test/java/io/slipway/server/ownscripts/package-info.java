@org.jspecify.annotations.NullMarked
package io.slipway.server.ownscripts;
