"""The pages, by what people do on them."""

from review.routes import accounts, comparison, desk, documents, exports, findings, images, situation

ROUTERS = tuple(module.router for module in (documents, findings, situation, comparison, images, exports, desk, accounts))
