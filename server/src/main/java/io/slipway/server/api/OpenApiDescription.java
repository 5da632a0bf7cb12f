package io.slipway.server.api;

import io.slipway.server.access.Caller;
import io.slipway.server.access.Open;
import io.slipway.server.access.Requires;
import io.slipway.server.account.Sessions;
import io.slipway.server.reach.Runner;
import io.slipway.server.request.RequestFilter;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.method.HandlerMethod;

/** What {@code /openapi.json} says of the API as a whole; the rest is read from the endpoints. */
@Configuration(proxyBeanMethods = false)
class OpenApiDescription {
    private static final String PROBLEM = "Problem";
    private static final String TOKEN = "token";
    private static final String SESSION = "session";
    private static final String RUNNER = "runner";

    static {
        // who asks is told by the token, not by a parameter
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class, Runner.class);
    }

    @Bean
    OpenAPI document() {
        return new OpenAPI()
                .info(new Info()
                        .title("Slipway")
                        .version("1")
                        .description("What the console does, for programs. Errors are problems (RFC 9457) with a code"
                                + " that never changes its meaning. Lists have cursors. Fields that are absent are left"
                                + " out; new ones may come.")
                        .license(new License().name("See NOTICE")))
                .servers(List.of(new Server().url("/")))
                .components(new Components()
                        .addSchemas(PROBLEM, problem())
                        .addSecuritySchemes(
                                TOKEN,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("A token of a person, made at /me; it may do no more than they."))
                        .addSecuritySchemes(
                                RUNNER,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("A runner's token, made at /runners for its environments."))
                        .addSecuritySchemes(
                                SESSION,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.APIKEY)
                                        .in(SecurityScheme.In.COOKIE)
                                        .name(Sessions.COOKIE)
                                        .description("The console's session.")));
    }

    private static Schema<?> problem() {
        Schema<?> location = new ObjectSchema()
                .addProperty("path", new StringSchema())
                .addProperty("line", new IntegerSchema())
                .addProperty("column", new IntegerSchema());
        Schema<?> problem = new ObjectSchema()
                .addProperty("type", new StringSchema())
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema().description("What went wrong, as a sentence."))
                .addProperty("instance", new StringSchema())
                .addProperty("code", new StringSchema().description("Such as not-allowed; see the error reference."))
                .addProperty("category", new StringSchema().description("Decides the command line's exit code."))
                .addProperty("help", new StringSchema().description("What to do now; may be empty."))
                .addProperty("location", location)
                .addProperty("request", new StringSchema().description("The X-Request-Id that the log has it under."))
                .addProperty("incident", new StringSchema().description("Number under which the server's log has it."));
        problem.setRequired(List.of("type", "title", "status", "detail", "code", "category", "help"));
        return problem;
    }

    /** Who may call it, how it fails, and that it can be sent again. */
    @Bean
    GlobalOperationCustomizer everyOperation() {
        return (operation, method) -> {
            operation.setOperationId(name(method));
            security(operation, method);
            operation.getResponses().addApiResponse("default", problem("What hindered it"));
            if (method.hasMethodAnnotation(PostMapping.class)) {
                operation.addParametersItem(new HeaderParameter()
                        .name(RequestFilter.KEY)
                        .description("The same key with the same request gets the first answer again, for a day.")
                        .schema(new StringSchema().maxLength(200)));
            }
            return operation;
        };
    }

    private static ApiResponse problem(String description) {
        Schema<?> schema = new Schema<>().$ref("#/components/schemas/" + PROBLEM);
        return new ApiResponse()
                .description(description)
                .content(new Content().addMediaType("application/problem+json", new MediaType().schema(schema)));
    }

    /** Such as {@code rollbackRequest}: the endpoint's class and method, which are unique together. */
    private static String name(HandlerMethod method) {
        String type = method.getBeanType().getSimpleName().replaceFirst("Api$", "");
        String verb = method.getMethod().getName();
        return Character.toLowerCase(type.charAt(0))
                + type.substring(1)
                + Character.toUpperCase(verb.charAt(0))
                + verb.substring(1);
    }

    private static void security(Operation operation, HandlerMethod method) {
        Requires requires = method.getMethodAnnotation(Requires.class);
        Open open = method.getMethodAnnotation(Open.class);
        if (open != null && open.value() == Open.To.EVERYBODY) {
            operation.setSecurity(List.of());
            operation.setDescription("Open to everybody.");
            return;
        }
        if (open != null && open.value() == Open.To.RUNNERS) {
            operation.addSecurityItem(new SecurityRequirement().addList(RUNNER));
            operation
                    .getResponses()
                    .addApiResponse("401", problem("No runner's token, or one that is not valid any more"));
            operation.setDescription("For runners, with their own tokens.");
            return;
        }
        operation.addSecurityItem(new SecurityRequirement().addList(TOKEN));
        operation.addSecurityItem(new SecurityRequirement().addList(SESSION));
        operation
                .getResponses()
                .addApiResponse("401", problem("No token or session, or one that is not valid any more"));
        if (requires != null) {
            operation.getResponses().addApiResponse("403", problem("The caller may not do that"));
        }
        operation.setDescription(
                requires == null
                        ? "For anyone signed in."
                        : "Wants the permission `" + requires.value().text() + "`"
                                + (requires.somewhere() ? " in the environment that the request names." : "."));
    }
}
