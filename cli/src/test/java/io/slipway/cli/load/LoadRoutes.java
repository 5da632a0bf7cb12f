package io.slipway.cli.load;

import java.util.List;
import java.util.Random;

/** What a load asks of a server. */
interface LoadRoutes {

    /**
     * One kind of address.
     *
     * @param query what is asked of it, with {@code {…}} where something is put in
     * @param file whether it gives a file to take along, not a page
     */
    record Route(String path, String query, boolean file) {
        String shown() {
            return query.isEmpty() ? path : path + "?" + query;
        }
    }

    List<Route> pages();

    List<Route> files();

    /** An address of that kind, of something that is there. */
    String address(Route route, Random random);
}
