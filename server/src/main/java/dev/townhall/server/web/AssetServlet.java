package dev.townhall.server.web;

import dev.townhall.core.foundation.check.TownException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/// `/assets/<name>`.
final class AssetServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Assets assets;

    AssetServlet(Assets assets) {
        this.assets = assets;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String name = Answers.rest(request);
        Assets.Asset asset =
                assets.find(name)
                        .orElseThrow(() -> TownException.notFound("There is no file " + name));
        boolean exact = asset.hash().equals(Answers.parameter(request, "v"));
        response.setHeader(
                "Cache-Control", exact ? "public, max-age=31536000, immutable" : "no-cache");
        response.setContentType(asset.type());
        response.setCharacterEncoding("UTF-8");
        response.setContentLength(asset.length());
        asset.writeTo(response.getOutputStream());
    }
}
