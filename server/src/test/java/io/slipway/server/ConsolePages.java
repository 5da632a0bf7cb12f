package io.slipway.server;

import java.util.List;

/** Every kind of page there is to somebody who signed in, for the sample project once it was deployed to dev. */
final class ConsolePages {
    static final List<String> OF_THE_SAMPLE = List.of(
            "/",
            "/projects/shop",
            "/projects/shop/definition",
            "/projects/shop/secrets",
            "/projects/shop/notifications",
            "/mail",
            "/projects/new",
            "/projects/shop/artifacts/1.0.0",
            "/projects/shop/artifacts/1.0.0/changes/0",
            "/projects/shop/artifacts/1.0.0/changes/0?rollback=true",
            "/projects/shop/forecast?version=1.0.0&environment=qa",
            "/projects/shop/forecast?version=1.0.0&environment=prod",
            "/projects/shop/deployments",
            "/projects/shop/deployments/1",
            "/approvals",
            "/labs",
            "/projects/shop/own-scripts",
            "/calendar",
            "/audit?verify=true",
            "/people",
            "/runners",
            "/settings",
            "/me",
            "/search?q=shop",
            "/sign-in",
            "/nowhere",
            "/projects/shop/environments/qa",
            "/projects/shop/environments/dev");

    private ConsolePages() {}

    /** Its path as a file's name, such as {@code projects-shop-deployments-1}. */
    static String name(String path) {
        String name = path.replaceAll("[^A-Za-z0-9.]+", "-").replaceAll("^-|-$", "");
        return name.isEmpty() ? "overview" : name;
    }
}
