package io.slipway.server.error;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.operation.RequestLog;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.UriUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;

/** Tells failures: to programs as problem+json (RFC 9457), to people as a page, to whoever is not signed in where to. */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler(SlipwayException.class)
    Object known(SlipwayException e, HttpServletRequest request) {
        if (e.code() == ErrorCode.NOT_SIGNED_IN && !program(request)) {
            return "redirect:/sign-in?to=" + UriUtils.encode(target(request), StandardCharsets.UTF_8);
        }
        return tell(e, ProblemStatus.of(e.code()), Optional.empty(), request);
    }

    @ExceptionHandler(MaxUploadSizeExceededException.class)
    Object tooLarge(MaxUploadSizeExceededException e, HttpServletRequest request) {
        return known(
                SlipwayException.of(ErrorCode.REQUEST_TOO_LARGE, "The upload is larger than this server takes.", ""),
                request);
    }

    @ExceptionHandler(MultipartException.class)
    Object noFile(MultipartException e, HttpServletRequest request) {
        return known(
                SlipwayException.of(ErrorCode.REQUEST_INVALID, "The request brings no file.", "Choose one.")
                        .causedBy(e),
                request);
    }

    /** The reader of a live stream went away. */
    @ExceptionHandler(AsyncRequestNotUsableException.class)
    void gone() {
        // nobody is there to be told
    }

    @ExceptionHandler(Exception.class)
    Object other(Exception e, HttpServletRequest request) {
        if (e instanceof ErrorResponse response) {
            return tell(spoken(response), response.getStatusCode().value(), Optional.empty(), request);
        }
        if (e instanceof org.springframework.http.converter.HttpMessageNotReadableException
                || e instanceof org.springframework.beans.TypeMismatchException) {
            return tell(
                    SlipwayException.of(
                            ErrorCode.REQUEST_INVALID,
                            "The request cannot be read: it is not the JSON expected" + field(e) + ".",
                            "See /openapi.json for what is."),
                    HttpStatus.BAD_REQUEST.value(),
                    Optional.empty(),
                    request);
        }
        Optional<SQLException> store = StoreFailure.in(e);
        if (store.isPresent()) {
            // neither message nor trace: they may hold the values that a statement was given
            LOG.error(
                    "the server's database failed at {} {}: SQLSTATE {}",
                    request.getMethod(),
                    request.getRequestURI(),
                    store.get().getSQLState());
            return known(
                    SlipwayException.of(
                            ErrorCode.STORE_UNAVAILABLE,
                            "The server's own database does not answer.",
                            "Try again in a moment; nothing was half done."),
                    request);
        }
        if (StoreFailure.unstorable(e)) {
            return known(
                    SlipwayException.of(
                            ErrorCode.REQUEST_INVALID,
                            "What was sent holds a character that cannot be stored (NUL).",
                            "Take it out, and send it again."),
                    request);
        }
        String incident = UUID.randomUUID().toString();
        LOG.error("incident {} at {} {}", incident, request.getMethod(), request.getRequestURI(), e);
        return tell(
                SlipwayException.of(
                        ErrorCode.INTERNAL,
                        "This is a defect of Slipway.",
                        "Report it with the number " + incident + "; the server's log has more."),
                HttpStatus.INTERNAL_SERVER_ERROR.value(),
                Optional.of(incident),
                request);
    }

    /** The field that is missing, or of another type, when the reader got that far. */
    private static String field(Exception e) {
        return e.getCause() instanceof DatabindException reading
                ? reading.getPath().stream()
                        .map(JacksonException.Reference::getPropertyName)
                        .filter(Objects::nonNull)
                        .reduce((outer, inner) -> inner)
                        .map(name -> "; look at '" + name + "'")
                        .orElse("")
                : "";
    }

    /** What the framework itself refuses: unknown paths, wrong methods, missing fields. */
    private static SlipwayException spoken(ErrorResponse response) {
        HttpStatusCode status = response.getStatusCode();
        boolean missing = status.value() == HttpStatus.NOT_FOUND.value();
        String detail = Optional.ofNullable(response.getBody().getDetail()).orElse("");
        return SlipwayException.of(
                missing ? ErrorCode.NOT_FOUND : ErrorCode.REQUEST_INVALID,
                missing ? "There is nothing here." : detail.isEmpty() ? "The request is not understood." : detail,
                "");
    }

    private static Object tell(SlipwayException e, int status, Optional<String> incident, HttpServletRequest request) {
        return program(request) ? problem(e, status, incident, request) : page(e, status, request);
    }

    private static ResponseEntity<ProblemDetail> problem(
            SlipwayException e, int status, Optional<String> incident, HttpServletRequest request) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(status), e.getMessage());
        problem.setType(URI.create("urn:slipway:error:" + e.code().code()));
        problem.setTitle(e.code().code().replace('-', ' '));
        problem.setProperty("code", e.code().code());
        problem.setProperty("category", e.code().category().name().toLowerCase(java.util.Locale.ROOT));
        problem.setProperty("help", e.help());
        e.location().ifPresent(where -> problem.setProperty("location", where));
        RequestLog.id(request).ifPresent(id -> problem.setProperty("request", id));
        incident.ifPresent(number -> problem.setProperty("incident", number));
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    private static ModelAndView page(SlipwayException e, int status, HttpServletRequest request) {
        ModelAndView page = new ModelAndView("error");
        page.setStatus(HttpStatusCode.valueOf(status));
        page.addObject("title", status == 404 ? "Not found" : "That did not work");
        page.addObject("message", e.getMessage());
        page.addObject("help", e.help());
        page.addObject("code", e.code().code());
        page.addObject("request", RequestLog.id(request).orElse(""));
        page.addObject("where", e.location().map(Object::toString).orElse(""));
        return page;
    }

    static boolean program(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/api/")
                || request.getRequestURI().startsWith("/health")
                || request.getRequestURI().equals("/metrics")
                || request.getRequestURI().equals("/openapi.json");
    }

    private static String target(HttpServletRequest request) {
        if (!request.getMethod().equals("GET")) {
            return "/";
        }
        return request.getRequestURI()
                + Optional.ofNullable(request.getQueryString())
                        .map(q -> "?" + q)
                        .orElse("");
    }
}
