"""Each a page: how ``BatchCleaner`` goes into data frames, data sets and clusters of other makers."""
