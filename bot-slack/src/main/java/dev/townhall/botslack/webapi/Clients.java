package dev.townhall.botslack.webapi;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.util.http.SlackHttpClient;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/// Makes Slack's client so that it sends every request once, to one host. Sent twice behind our
/// back, a message would be shown twice; a redirect would carry it to somebody else.
final class Clients {
    private static final int UNAVAILABLE = 503;

    private Clients() {}

    /// @param url where the methods are, with a slash at its end
    static Slack slack(String url, int timeoutMillis) {
        SlackConfig config = new SlackConfig();
        config.setMethodsEndpointUrlPrefix(url);
        config.setStatsEnabled(false);
        config.setPrettyResponseLoggingEnabled(false);
        config.setHttpClientReadTimeoutMillis(timeoutMillis);
        config.setHttpClientWriteTimeoutMillis(timeoutMillis);
        config.setHttpClientCallTimeoutMillis(timeoutMillis);
        OkHttpClient once =
                SlackHttpClient.buildOkHttpClient(config)
                        .newBuilder()
                        .retryOnConnectionFailure(false)
                        .followRedirects(false)
                        .followSslRedirects(false)
                        .addNetworkInterceptor(
                                chain -> withoutInvitation(chain.proceed(chain.request())))
                        .build();
        SlackHttpClient client = new SlackHttpClient(once);
        client.setConfig(config);
        return Slack.getInstance(config, client);
    }

    /// OkHttp sends a request again by itself where a 503 invites it to.
    private static Response withoutInvitation(Response response) {
        return response.code() == UNAVAILABLE
                ? response.newBuilder().removeHeader("Retry-After").build()
                : response;
    }
}
