"""Hoofdstuk correctie: een feit rechtzetten, en afhandelen wat een mens nakeek."""
