package io.slipway.server.access;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Looks at every endpoint before the server listens: one that does not say who may call it stops the start. */
public final class AccessCheck implements SmartInitializingSingleton {
    private final RequestMappingHandlerMapping endpoints;

    public AccessCheck(RequestMappingHandlerMapping endpoints) {
        this.endpoints = endpoints;
    }

    /** @throws IllegalStateException an endpoint says nothing */
    @Override
    public void afterSingletonsInstantiated() {
        endpoints.getHandlerMethods().values().forEach(AccessRule::of);
    }
}
