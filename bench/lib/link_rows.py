class ColdSeek: pass
class FetchedBytes: pass
class SharedTitle:
    @staticmethod
    def both(): return []
