"""Where the words of the plan may be broken over a line end."""

from __future__ import annotations

from pdf_lines import BREAKS as COMMON

HYPHENATED = """
ac-cept-ed afford-able agree-ment al-lo-ca-tion allot-ments alms-house ap-pli-ca-tion ap-praisal archi-tect
ask-ed be-cause be-fore be-longs be-tween bed-rooms bun-ga-lows build-ers cara-van cas-tle cat-tle cen-tres 
chil-dren cin-ema circum-stances com-mit-tee com-mon con-sid-er con-sul-ta-tions con-tent coun-cil-lors coun-try
coun-try-side dec-ade de-pot de-sign de-sign-ers de-vel-oper dif-fi-culty dis-agreed dis-trict draw-ings
dis-used east-ern en-larged evi-dence ex-am-iner ex-am-ines ex-cep-tional ex-pect fam-i-lies far-ther
farm-land flood-ed for-mula foot-path gar-ages gov-ern-ment green-belt grow-ing growth
hect-ares high-est his-tory hos-pi-tal house-holds hous-ing in-cludes in-fra-struc-ture in-quiry in-spec-tor
in-stead junc-tion land-owners laun-dry let-ter like-li-est lis-ted lor-ries man-aged mar-ket
master-plan mat-ters meadow mead-ows meet-ing meet-ings met-res min-utes mo-tor-way moved na-tional neigh-bours
no-body noth-ing num-ber ob-jec-tive ob-jec-tives objec-tions of-fered offi-cers or-chard orig-i-nal park-ing
pav-il-ion pay-ment per-mis-sion place-ment plan-ners plan-making plant-ed plant-ing poli-cies pol-icy
pos-si-ble pre-fer pri-mary pro-fes-sion-als pro-pose pro-posal pro-tec-tion pub-lic quar-ter
rail-way rea-sons ref-er-en-dum reg-is-ter re-leased re-mem-ber re-paired re-port-ed re-quires res-i-dents
re-sponse re-turn riv-er-side sat-is-fied sat-ur-days sched-ule sec-re-tary sev-en-teen
sev-eral shap-ing shar-ing sig-na-ture some-body speak-ing square sta-tion stran-gers strong-est stud-ied
sub-mit sub-stance suc-cess suit-able sup-port sup-port-ers sup-port-ing sur-gery surg-eries sus-tain-abil-ity tele-phone
to-gether traf-fic treat-ment un-der-stand ur-ban usu-ally vil-lage vil-lages vol-un-teers ware-houses week-end
wheel-chair will-ing win-dow with-out wood-land work-ings work-shops yester-day
""".split()

BREAKS = {**COMMON, **{word.replace("-", ""): word.split("-") for word in HYPHENATED if "-" in word}}
