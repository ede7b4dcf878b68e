"""A small made-up blog world, served over real HTTP, that the demo and the tests crawl (``web.demo.world``)."""
