/** What stands between the network and the API: how large a body may be, and requests that come twice. */
@NullMarked
package io.slipway.server.request;

import org.jspecify.annotations.NullMarked;
